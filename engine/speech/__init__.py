"""How each database says what reading cells needs."""
