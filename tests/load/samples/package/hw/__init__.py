from .core import predict
