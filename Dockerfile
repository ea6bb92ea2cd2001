# Full isolation for instructors on macOS and Windows: the grader needs Linux.
#
#   docker build -t grader .
#   docker run --rm -v "$PWD:/class" grader grade /class/submissions --out /class/results
#
# "docker run --rm grader doctor" says which isolation is in force in the container. Submissions run as
# another user without rights, so the container itself runs as root; it needs no privilege of the host.
FROM python:3.12-slim
WORKDIR /opt/grader
COPY pyproject.toml README.md ./
COPY grader ./grader
COPY reference ./reference
COPY exercises ./exercises
RUN pip install --no-cache-dir --disable-pip-version-check .
WORKDIR /class
ENTRYPOINT ["grader"]
