# ruff: noqa: F403
"""Every number of the bank, a file a subject, to be had as `p.NAME` after `from generators import parameters as p`.

A value marked (a) is an assumption, chosen so that the planted facts come out; one with a source names it. Money is in
fen unless the name says yuan, rates are fractions, hazards are monthly, logits and logs are natural. A pair of numbers
that says so holds what the least digital customer has, and how much more the most digital one. Nothing in the engine
writes a number that belongs here.
"""

from generators.arrays import Floats as Floats
from generators.parameters.acquisition import *
from generators.parameters.actions import *
from generators.parameters.app_log import *
from generators.parameters.benefits import *
from generators.parameters.calendar import *
from generators.parameters.channels import *
from generators.parameters.climate import *
from generators.parameters.customers import *
from generators.parameters.diagnosis import *
from generators.parameters.limit_rise import *
from generators.parameters.marketing import *
from generators.parameters.money import *
from generators.parameters.newcomers import *
from generators.parameters.people import *
from generators.parameters.pilots import *
from generators.parameters.places import *
from generators.parameters.recommender import *
from generators.parameters.referrals import *
from generators.parameters.risk import *
from generators.parameters.service import *
from generators.parameters.spending import *
from generators.parameters.steering import *
from generators.parameters.streams import *
from generators.parameters.wecom import *
from generators.parameters.welcome import *
from generators.parameters.worlds import *
