# -*- coding: latin-1 -*-
# Régularisation, écrite à la maison
def L2(yhat, y):
    return sum((a - b) ** 2 for a, b in zip(y, yhat))  # déjà testé
