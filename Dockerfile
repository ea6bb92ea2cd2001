# The grader at full isolation on any machine with a container engine; macOS and Windows need it, since
# locking student code in takes Linux.
#
#   docker build -t grader .
#   docker run --rm --init --network none -v "$PWD:/class" grader grade submissions --out results
#
# "docker run --rm grader doctor" says which isolation is in force. The container itself runs as root:
# children give root up for another user. An engine's default profile refuses new namespaces, so doctor
# says "no" in that line; every probe is refused without them. No privilege of the host is needed.
FROM python:3.12-slim
WORKDIR /opt/grader
COPY pyproject.toml hatch_build.py README.md LICENSE ./
COPY grader ./grader
COPY reference ./reference
COPY exercises ./exercises
RUN pip install --no-cache-dir --disable-pip-version-check .
WORKDIR /class
ENTRYPOINT ["grader"]
