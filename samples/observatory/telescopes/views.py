import logging

from django.contrib.auth.decorators import permission_required
from django.http import JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET, require_http_methods

from .models import Telescope

logger = logging.getLogger(__name__)


@require_GET
def telescope_list(request):
    rows = Telescope.objects.active().select_related("site")
    return JsonResponse({"telescopes": [{"name": row.name, "site": row.site.name} for row in rows]})


@require_GET
def telescope_detail(request, slug):
    telescope = get_object_or_404(Telescope, slug=slug)
    return JsonResponse({"name": telescope.name, "aperture": str(telescope.aperture)})


@permission_required("telescopes.add_maintenancewindow")
@require_http_methods(["POST"])
def plan_maintenance(request, slug):
    telescope = get_object_or_404(Telescope, slug=slug)
    window = telescope.maintenance.create(
        planned_by=request.user,
        starts_at=request.POST["starts_at"],
        ends_at=request.POST["ends_at"],
    )
    logger.info("maintenance of %s planned from %s", telescope, window.starts_at)
    return JsonResponse({"id": window.pk}, status=201)
