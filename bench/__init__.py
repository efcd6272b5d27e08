"""The benchmark: a load generator, the peers that Wick is measured beside, and the report."""
