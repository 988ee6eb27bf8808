"""Between modelsearch, the search library behind Wagtail, and our engine."""
