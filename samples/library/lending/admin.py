from django.contrib import admin

from .models import Loan, Member, Reservation

admin.site.register([Loan, Member, Reservation])
