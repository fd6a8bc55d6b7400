"""Builders of the report's sections: evidence in, finished texts and drawings out. The templates compute nothing."""
