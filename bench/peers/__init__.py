"""The servers that Wick is measured beside, each written as its own documentation says."""
