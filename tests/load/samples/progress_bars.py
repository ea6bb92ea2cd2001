from tqdm import tqdm_notebook as tqdm, trange


def total(values):
    result = 0
    for value in tqdm(values, desc="sum"):
        result += value
    for step in trange(3):
        result += step
    return result
