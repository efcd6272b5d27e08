"""The load test: many people who talk at a steady pace, and a judgement of what arrived."""
