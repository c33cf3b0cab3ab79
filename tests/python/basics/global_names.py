count = 0
def increment():
    global count
    count += 1
    return count
increment()
increment()
print(count)
def make():
    global made
    made = "made here"
make()
print(made)
def shadow():
    count = "local"
    return count
print(shadow(), count)
def unbound():
    print(local)
    local = 1
try:
    unbound()
except UnboundLocalError as error:
    print(error)
def missing():
    return never_defined
try:
    missing()
except NameError as error:
    print(error)
def delete():
    global made
    del made
delete()
try:
    made
except NameError as error:
    print(error)
