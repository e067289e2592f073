#pragma once

#include "ui/shell/settings.h"
#include "ui/support/liststore.h"

namespace framescope::ui
{

/// The addresses of the URL field. Those that carry a secret (user info, a token in the query) are kept for this run
/// only and never written to the settings.
/// Lifetime: the settings outlive it.
class UrlHistory final : public ListStore
{
public:
    explicit UrlHistory(Settings &settings);
    QStringList load() const override { return m_urls; }
    void save(const QStringList &urls) override;

private:
    Settings &m_settings;
    QStringList m_urls;
};

} // namespace framescope::ui
