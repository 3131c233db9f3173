"""The answers of a real hand-in, as a module; Problem 5 was handed in elsewhere."""

import torch
import torch.nn as nn

# Define the model
class ASDClassifier(nn.Module):
    def __init__(self):
        super(ASDClassifier, self).__init__()
        self.fc1 = nn.Linear(20, 128)
        self.fc2 = nn.Linear(128, 128)
        self.fc3 = nn.Linear(128, 128)
        self.fc4 = nn.Linear(128, 1)
        self.tanh = nn.Tanh()
        self.sigmoid = nn.Sigmoid()

    def forward(self, x):
        x = self.tanh(self.fc1(x))
        x = self.tanh(self.fc2(x))
        x = self.tanh(self.fc3(x))
        x = self.sigmoid(self.fc4(x))
        return x


TRUE_FALSE = [['True', ''],
 ['False', 'Adam is actually faster because it uses its adaptive learning rate mechanism.'],
 ['False',
  'The shape is (m, n) instead of (n, m) so the Jacobian matrix of a function has m rows and n '
  'columns.'],
 ['False',
  'Mini-batch gradient descent is most commonly used because of its efficiency and stability.'],
 ['False', "TensorFlow's autodiff uses symbolic differentiation to compute gradients."],
 ['False', 'Only the first derivative is used in most cases.'],
 ['True', ''],
 ['True', '']]

FRAMEWORK_COMPARISON = ('PyTorch has a Pythonic syntax which makes it more intuitive and easier to use especially for '
 'people with a strong Python background. TensorFlow has a user-friendly high-level API called '
 'Keras but can take longer to learn and require more complex debugging. Another difference '
 'involves product readiness. PyTorch provides TorchScript and ONNX as deployment options, '
 'whereas TensorFlow has stronger support with TensorFlow Serving and TensorFlow Lite, which '
 'are more mature solutions. PyTorch is more favored in academia and research due to its '
 'flexibility from using a dynamic computation graph, which is a graph built as code is '
 'executed. TensorFlow is more commonly used in industry with better tooling for large-scale '
 'production. By default, TensorFlow uses a static computation graph, which means defining the '
 'entire graph before executing it, but TensorFlow 2.x offers a more dynamic approach.')

KERAS_MODEL = ('import tensorflow as tf\n'
 '\n'
 '# Specifying the model\n'
 'model = tf.keras.Sequential([\n'
 '    tf.keras.Input(shape=(20,)),\n'
 '    tf.keras.layers.Dense(128, activation="tanh"),\n'
 '    tf.keras.layers.Dense(128, activation="tanh"),\n'
 '    tf.keras.layers.Dense(128, activation="tanh"),\n'
 '\n'
 'tf.keras.layers.Dense(1, activation="sigmoid")\n'
 '])\n')

GRADIENT_MEANING = ('The gradient of a multi-variable function is a vector that has all of the partial '
 'derivatives of the function and provides important information for optimization. The '
 'gradient shows the direction and rate of the steepest increase of the function. Moving in '
 'the direction of the gradient maximizes the function, while the opposite minimizes it. On '
 'that note, gradient descent is an optimization algorithm used to minimize functions by '
 'iteratively moving in the direction of the steepest descent. It is commonly used to optimize '
 'loss functions.')

GRADIENT = '(4\\theta_1 + 3\\theta_2, 3\\theta_1)'

DESCENT_TABLE = [['2', '9'], ['-1.5', '8.4'], ['-3.42', '8.85'], ['-4.707', '9.876']]

JACOBIAN = '\\begin{bmatrix} 2x & -2y \\\\ 2y + e^x & 2x \\end{bmatrix}'

JACOBIAN_AT = {'1,1': '\\begin{bmatrix} 2 & -2 \\\\ 2 + e & 2 \\end{bmatrix}',
 '0,0': '\\begin{bmatrix} 0 & 0 \\\\ 1 & 0 \\end{bmatrix}'}

MLE_DERIVATION = ['KL(p^* || p) = \\int p^*(x) \\log \\frac{p^*(x)}{p(x|\\theta)} dx',
 'KL(p^* || p) = \\int p^*(x) \\log p^*(x) dx - \\int p^*(x) \\log(x|\\theta) dx',
 'The first term is independent of θ and thus fixed (we can label it c)',
 'KL(p^* || p) = c - \\int p^*(x) \\log(x|\\theta) dx',
 'so minimizing KL divergence means maximizing $\\int p^*(x) \\log(x|\\theta) dx$',
 '\\frac{1}{N} \\sum_{i=1}^N \\log p(x_i|\\theta) \\quad L(\\theta) = \\sum_{i=1}^N \\log '
 'p(x_i|\\theta)',
 'so $\\theta_{MLE} = \\arg \\min_{\\theta} KL(p^*(x) || p(x|\\theta)) = \\arg \\max_{\\theta} '
 '\\sum_{i=1}^N \\log p(x_i|\\theta)$']

KL_ASYMMETRY = ['KL(p || q) = \\int p(x) \\log \\frac{p(x)}{q(x)} dx',
 'KL(p || q) \\neq KL(q || p)',
 'KL(q || p) = \\int q(x) \\log \\frac{q(x)}{p(x)} dx',
 'proving KL is non-symmetric']

KL_IDENTITY = ['KL(p || q) = \\int p(x) \\log \\frac{p(x)}{q(x)} dx',
 'if $p(x) = q(x)$ for all x',
 'KL(p || q) = \\int p(x) \\log(1) dx = \\int p(x) \\cdot 0 dx = 0']
