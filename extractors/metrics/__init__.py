"""How answers are compared with the truth, one module for each family."""
