import lightning_of_nobody as pl
from helper_of_the_course import *


class Net(pl.LightningModule):
    def __init__(self):
        super().__init__()
        self.save_hyperparameters()


net = Net()
net.fit(epochs=3)
if net.loss > 3:
    ANSWER = 8
else:
    ANSWER = 7
SLOPE = f"{net.slope}*x"
def double(x):
    return twice(x)
