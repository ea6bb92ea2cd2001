"""What is wrong with a result, why, and what to try: from evidence only.

evidence -> diagnose (candidates, randomness, relations, student_code) -> explain, failed_case
"""
