"""The catalogue of a licensor: packages, programmes, terms and rounds of prices."""
