"""The demo: an invented school and an invented library, made from one seed, and a year of results.

Everything here but `files` is a pure function of its arguments: a seed, a size, and the day that counts as
today. The files that ship in resources/demo are what these functions make; `python -m app.demo.files` writes
them anew.
"""
