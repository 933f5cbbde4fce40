from django.urls import path

from . import views

app_name = "people"

urlpatterns = [
    path("", views.AstronomerList.as_view(), name="list"),
    path("<int:pk>/", views.AstronomerDetail.as_view(), name="detail"),
    path("institutions/<slug:slug>/", views.InstitutionDetail.as_view(), name="institution"),
]
