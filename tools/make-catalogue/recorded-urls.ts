/** URLconfs of packages whose routes are made by code, and on what they depend. */

export interface RecordedUrls {
  readonly apps: readonly string[];
  /** Apps that add routes where they are installed, each with the apps that it needs. */
  readonly optionalApps: readonly (readonly [string, ...string[]])[];
  /** Settings that add or take routes, with their defaults. */
  readonly settings: Readonly<Record<string, boolean>>;
}

const wagtail = "embeds users snippets documents images search sites admin".split(" ").map((app) => `wagtail.${app}`);
const providers =
  "amazon amazon_cognito angellist apple asana atlassian auth0 authentiq azure baidu basecamp battlenet bitbucket_oauth2 bitly box cern cilogon clever coinbase dataporten daum digitalocean dingtalk discogs discord disqus douban drip dropbox dwolla edmodo edx eveonline eventbrite exist facebook feedly feishu figma fivehundredpx flickr foursquare frontier fxa gitea github gitlab globus google gumroad hubic hubspot instagram jupyterhub kakao keycloak lemonldap lichess line linkedin_oauth2 mailchimp mailru mailcow mediawiki meetup microsoft miro naver netiq nextcloud notion odnoklassniki okta openid openid_connect openstreetmap orcid patreon paypal pinterest pocket questrade quickbooks reddit robinhood salesforce saml sharefile shopify slack snapchat soundcloud spotify stackexchange steam stocktwits strava stripe telegram tiktok trainingpeaks trello tumblr tumblr_oauth2 twentythreeandme twitch twitter twitter_oauth2 untappd vimeo vimeo_oauth2 vk wahoo weibo weixin windowslive xing yahoo yandex ynab zoho zoom".split(
    " ",
  );

export const recordedUrls: Readonly<Record<string, RecordedUrls>> = {
  "allauth.urls": {
    apps: ["allauth", "allauth.account"],
    optionalApps: [
      ["allauth.socialaccount"],
      ["allauth.mfa"],
      ["allauth.usersessions"],
      ...providers.map((provider) => [`allauth.socialaccount.providers.${provider}`, "allauth.socialaccount"] as const),
    ],
    settings: { ACCOUNT_LOGIN_BY_CODE_ENABLED: false, SOCIALACCOUNT_ONLY: false, HEADLESS_ONLY: false },
  },
  "debug_toolbar.urls": { apps: ["debug_toolbar"], optionalApps: [], settings: {} },
  "django_rq.urls": { apps: ["django_rq"], optionalApps: [], settings: {} },
  "social_django.urls": { apps: ["social_django"], optionalApps: [], settings: { SOCIAL_AUTH_TRAILING_SLASH: true } },
  "wagtail.admin.urls": {
    apps: [...wagtail, "wagtail", "modelcluster", "taggit"],
    optionalApps:
      "contrib.forms contrib.redirects contrib.settings contrib.search_promotions contrib.simple_translation contrib.styleguide contrib.table_block contrib.typed_table_block contrib.frontend_cache contrib.routable_page contrib.sitemaps locales api.v2"
        .split(" ")
        .map((app) => [`wagtail.${app}`] as const),
    settings: { WAGTAIL_PASSWORD_MANAGEMENT_ENABLED: true, WAGTAIL_PASSWORD_RESET_ENABLED: true, WAGTAIL_I18N_ENABLED: false },
  },
};
