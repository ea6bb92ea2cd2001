# My answers, all in small letters
def foundations_0(part, numbers):
    if part == 1: return "c"
    return numbers[1] - numbers[0]

def foundations_1(part, numbers):
    if part == 5: return (numbers[0] * 0.7, numbers[0] * 0.3)
    return ["bca", "ace", "bdgfaec", "d"][part - 1]

def foundations_2(part, numbers):
    return ["d", "ac", "b", "c", "a"][part - 1]

def foundations_3(part, numbers):
    if part == 1: return numbers[0] * 2
    if part == 2: return numbers[0] / (2 * numbers[1]) * numbers[2] ** 2
    return "bcd"[part - 3]

def foundations_4(part, numbers):
    if part == 1: return (1 - numbers[1]) * numbers[0]
    return {2: "abd", 3: "c", 4: "a"}[part]

def foundations_5(part, numbers):
    return ["b", "acd", "c", "a"][part - 1]

def foundations_6(part, numbers):
    if part == 1:
        total = 0
        for l in range(1, len(numbers)):
            total += numbers[l] * numbers[l - 1] + numbers[l]
        return 2 * total
    if part == 2: return 3 * numbers[0] * numbers[1] + numbers[1] ** 2, numbers[1] ** 2
    return "cdb"[part - 3]

def foundations_7(part, numbers):
    if part == 4: return (numbers[0] ** 2 / numbers[1]) ** 0.5
    return "adb"[part - 1]

def foundations_8(part, numbers):
    return ["c", "a", "bde", "b"][part - 1]

def foundations_9(part, numbers):
    return ["cdab", "bce", "d", "bac"][part - 1]

def foundations_10(part, numbers):
    if part == 3: return (numbers[0] - 1, 2 ** (numbers[0] - 1))
    if part == 4: return (numbers[1], numbers[0], numbers[1], numbers[2])
    return {1: "b", 2: "d", 5: "a"}[part]
