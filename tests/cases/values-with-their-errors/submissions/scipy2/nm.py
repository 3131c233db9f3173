import numpy as np
from scipy.optimize import fsolve, brentq, minimize, newton, root as rt
from scipy.integrate import quad, simpson
root = fsolve(lambda x: x**2-4, 1.0)
roots = [brentq(lambda x: x*x+x-6, 0, 5), brentq(lambda x: x*x+x-6, -5, 0)]
sol = rt(lambda v: [2*v[0]+v[1]-5, v[0]+3*v[1]-10], [0, 0])
integral, err = quad(lambda x: x**2, 0, 3)
minimum = minimize(lambda x: (x[0]-1.5)**2, [0.0])
