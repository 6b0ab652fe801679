"""The evaluation harness: gold data beside the code, pure metrics, a thin runner (`python -m assistant eval`)."""
