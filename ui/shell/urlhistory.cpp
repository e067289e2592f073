#include "ui/shell/urlhistory.h"

#include "ui/models/connectionlistmodel.h"

namespace framescope::ui
{

UrlHistory::UrlHistory(Settings &settings) : m_settings(settings), m_urls(settings.list(Setting::UrlHistory)) {}

void UrlHistory::save(const QStringList &urls)
{
    m_urls = urls;
    QStringList harmless;
    for (const QString &url : urls) {
        if (maskedUrl(url) == url)
            harmless += url;
    }
    m_settings.set(Setting::UrlHistory, harmless);
}

} // namespace framescope::ui
