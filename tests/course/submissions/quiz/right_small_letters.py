# My answers

import numpy as np

def question_0(part):
    if part == 1:
        return "b"
    return 5

def question_1(part):
    if part == 1:
        return "b"      # big data: 1 % is plenty
    elif part == 2:
        return 0.98 * 10000000, 0.01 * 10000000, 0.01 * 10000000
    else:
        return "a"

def question_2(part):
    if part == 1:
        return "abe"
    elif part == 2:
        return "c"
    elif part == 3:
        photos = 20000
        return np.int64(photos // 4)

def question_3(part):
    return "ace" if part == 1 else "bd"

def question_4(part):
    if part == 3:
        return 13 - 4
    return "c" if part == 1 else "d"

def question_5(part):
    people, training, dev = 1, 3, 14
    if part == 1: return "b"
    if part == 2: return dev - training
    if part == 3: return "d"

def question_6(part):
    if part == 1: return "c"
    if part == 2: return "a" + "c"
    images = 1000
    return images + images + 3 * images

def question_7(part):
    if part == 1:
        return "b"
    if part == 2:
        return "abd"

def question_8(part):
    answers = ["d", 5, 7]
    return answers[part - 1]

def question_9(part):
    return "bc"[part - 1]

print([question_0(1), question_0(2)])
