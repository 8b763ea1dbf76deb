from django.urls import path

from home.demo import views
from home.demo.patterns import patterns

urlpatterns: list = [
    path("", views.start, name="demo"),
    path("mail/", views.mail_list, name="demo_mails"),
    path("mail/<slug:name>/", views.mail_detail, name="demo_mail"),
    path("patterns/", patterns, name="patterns"),
]
