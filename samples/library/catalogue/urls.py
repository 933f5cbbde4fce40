from django.urls import path

from . import views

urlpatterns = [
    path("", views.BookList.as_view(), name="books"),
    path("books/<str:isbn>/", views.book, name="book"),
]
