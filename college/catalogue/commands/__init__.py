"""`flask courses …` and `flask search …`."""
