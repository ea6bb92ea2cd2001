"""A right solution that keeps its answers in one table, with lists for several letters."""

TOTAL = 10_000_000
DEV_ERRORS = [30, 24, 19, 20, 17, 18, 21, 16, 22]


def stop(errors, patience):
    """Return the best epoch and the last one that was run."""
    best = 0
    for epoch, error in enumerate(errors):
        if error < errors[best]:
            best = epoch
        if epoch - best == patience:
            return best + 1, epoch + 1


ANSWERS = {
    (0, 1): "B", (0, 2): 9 - 4,
    (1, 1): "B", (1, 2): [TOTAL * 98 // 100, TOTAL // 100, TOTAL // 100], (1, 3): "A",
    (2, 1): ["A", "B", "E"], (2, 2): "C", (2, 3): 20_000 / 2 / 2,
    (3, 1): ["A", "C", "E"], (3, 2): ["B", "D"],
    (4, 1): "C", (4, 2): "D", (4, 3): 13.0 - 4.0,
    (5, 1): "B", (5, 2): 14 - 3, (5, 3): "D",
    (6, 1): "C", (6, 2): ["A", "C"], (6, 3): 1000 * (1 + 1 + 3),
    (7, 1): "B", (7, 2): ["A", "B", "D"],
    (8, 1): "D",
    (9, 1): "B", (9, 2): "C",
}


def answer(question, part):
    if question == 8 and part > 1:
        return stop(DEV_ERRORS, patience=2)[part - 2]
    return ANSWERS[question, part]


def question_0(part): return answer(0, part)
def question_1(part): return answer(1, part)
def question_2(part): return answer(2, part)
def question_3(part): return answer(3, part)
def question_4(part): return answer(4, part)
def question_5(part): return answer(5, part)
def question_6(part): return answer(6, part)
def question_7(part): return answer(7, part)
def question_8(part): return answer(8, part)
def question_9(part): return answer(9, part)
