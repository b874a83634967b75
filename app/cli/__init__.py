"""The command line: every subcommand works without a window. Exit 0 done, 2 refused with reasons, 1 our fault."""
