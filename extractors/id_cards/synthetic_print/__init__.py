"""Printed zones of identity documents that nobody issued, as words with the truth of each: what the printed zone's
network learns from."""
