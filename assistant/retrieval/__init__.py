"""Swedish analysis, lexical search, dense search, their fusion, filters."""
