# 作业:正则化
import numpy as np

def compute_cost_with_regularization(A3, Y, parameters, lambd):
    """计算代价函数"""
    m = Y.shape[1]   # 样本数量
    return 0.0 * m   # 返回值
