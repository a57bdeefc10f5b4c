"""careerskit helps careers leaders in England build a Strategic Careers Plan (Gatsby Benchmark 1)."""
