"""Reading and writing the files of others: rosters, results and lists, into and out of our own plain values.

Everything from outside is a guess until it is checked: every reader has limits, follows no reference out of the
file, evaluates nothing, and says per line what it did not take. A file that cannot be read at all is a `Refusal`.
"""
