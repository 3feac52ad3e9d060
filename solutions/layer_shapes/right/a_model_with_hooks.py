"""One pass through a model; hooks write down what comes out of its layers."""

import torch
from torch import nn

shapes = {}
model = nn.Sequential(nn.Conv2d(1, 20, 5), nn.Conv2d(20, 64, 5))
for name, module in model.named_children():
    module.register_forward_hook(lambda module, args, output, name=name: shapes.update({name: output.shape}))
with torch.no_grad():
    model(torch.zeros(1, 1, 28, 28))
state = {name: value.shape for name, value in model.state_dict().items()}

CONV_WEIGHT: tuple = state["0.weight"]
CONV_OUTPUT: tuple = shapes["0"]
SECOND_CONV_OUTPUT: tuple = shapes["1"]

net = nn.LazyLinear(30)
LINEAR_OUTPUT = net(torch.zeros(128, 20)).shape
LINEAR_WEIGHT, LINEAR_BIAS = [parameter.shape for parameter in net.parameters()]

DENSE_WEIGHT = nn.Linear(8, 1).weight.T.shape
DENSE_BIAS = nn.Linear(8, 1).bias.unsqueeze(0).shape
DEPENDS_ON_BATCH_SIZE = 7 in (*DENSE_WEIGHT, *DENSE_BIAS)
DIFFERENCE = torch.broadcast_shapes((5, 1), (5,))
