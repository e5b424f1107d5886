"""Programmes with modules, activities, requirements and rubric, in versions; never people."""
