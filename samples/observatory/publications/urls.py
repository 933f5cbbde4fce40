from django.urls import path, re_path

from . import views

app_name = "publications"

urlpatterns = [
    path("", views.PublicationList.as_view(), name="list"),
    path("new/", views.PublicationCreate.as_view(), name="new"),
    path("<int:pk>/", views.PublicationDetail.as_view(), name="detail"),
    re_path(r"^doi/(?P<doi>10\.\d{4,9}/.+)$", views.by_doi, name="by-doi"),
]
