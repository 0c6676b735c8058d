from makers import *
def test_a(office):
    print(case(office), activity(office), training(office), inspection(office)); t=team(office); member(office,t); contact(office, case(office)); hamlet(office)
