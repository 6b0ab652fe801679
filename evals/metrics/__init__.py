"""Pure functions from what was expected and what was said to numbers. An empty set raises EmptySetError."""
