"""Whose rules the rules are: a source, or a sentence. Each is named to the careers leader, beside what it found."""

__all__ = ["BENCHMARKS", "GUIDANCE", "OURS", "TEMPLATE", "WEBINAR"]

WEBINAR = "Benchmark 1, Module 1: Building a Strategic Plan (The Careers & Enterprise Company and Teach First)"
TEMPLATE = "the template of the Strategic Careers Plan (The Careers & Enterprise Company and Teach First)"
BENCHMARKS = "Good Career Guidance: The Next 10 Years (The Gatsby Charitable Foundation, November 2024)"
GUIDANCE = "Careers guidance and access for education and training providers (Department for Education, May 2025)"
OURS = "This is our own advice."
