"""What is wrong with a result, why, and what to try: from evidence only, and in words.

relations, candidates, randomness -> diagnose -> explain, advice, beside
"""
