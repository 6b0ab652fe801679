"""Assistant for Swedish municipal audit documents: cited answers, recurring recommendations, drafts."""

__version__ = "0.1.0"
