"""The pages for instructors and assistants. They work without a script.

fields          what forms hold, read into values
course          a course: its assignments, members, requests and log
assignment      an assignment: the class on it, its rules, exports
work            one student's work: attempts, the whole report, points that a person sets
platforms_page  the learning platforms that launch a course
regrades        grading again, with the difference before it is published
sent_grades     grades that go to learning platforms
"""

from grader.service.web.staff import assignment, course, platforms_page, regrades, sent_grades, work

ROUTERS = (
    course.router,
    assignment.router,
    work.router,
    regrades.router,
    platforms_page.router,
    sent_grades.router,
)
