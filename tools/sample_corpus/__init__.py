"""Makes the sample corpus: texts in a small markup → PDF and DOCX, the same bytes every time."""
