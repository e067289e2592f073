#pragma once

#include "core/net/settings.h"
#include "core/ws/inflater.h"

#include <QDialog>

#include <array>

class QDialogButtonBox;
class QLabel;
class QListWidget;
class QStackedWidget;

namespace framescope::ui
{

class CompressionPage;
class LaboratoryPage;
class OptionsPage;

/// Everything of a connection but its URL, in pages. What cannot be used is said below and marked in the list of
/// pages, and OK waits until it is right.
class OptionsDialog : public QDialog
{
    Q_OBJECT
public:
    enum Page { Request, Authorization, Laboratory, Tls, ClientCertificate, Proxy, Compression, Behaviour, Times };
    static constexpr int pageCount = Times + 1;

    explicit OptionsDialog(const net::ConnectionSettings &settings, QWidget *parent = nullptr);

    /// As edited; the URL is the one given.
    net::ConnectionSettings settings() const;
    void setCurrentPage(Page page);
    void setInflateLimits(const ws::InflateLimits &limits);
    ws::InflateLimits inflateLimits() const;

private:
    void showSettings(const net::ConnectionSettings &settings);
    void judge();
    void proposeRequest();
    bool differs(const OptionsPage &page) const;

    net::ConnectionSettings m_given;
    bool m_showing = false;
    QListWidget *m_list;
    QStackedWidget *m_stack;
    std::array<OptionsPage *, pageCount> m_pages;
    LaboratoryPage *m_laboratory;
    CompressionPage *m_compression;
    QLabel *m_problem;
    QDialogButtonBox *m_buttons;
};

} // namespace framescope::ui
