"""Tests and what came of them, after the model of UWLR 2.2: norms, levels, growth and item statistics."""
