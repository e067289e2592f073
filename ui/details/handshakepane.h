#pragma once

#include "ui/details/capturepane.h"
#include "ui/details/connectionrows.h"

class QLabel;
class QPlainTextEdit;
class QPushButton;
class QStackedWidget;
class QTabBar;
class QToolButton;

namespace framescope::ui
{

class FieldTree;
struct HandshakeFacts;

/// The Handshake pane: the row's connection's request and response, judged and raw, the body of a refusal, the proxy's
/// answers, and what can be done about a refusal.
class HandshakePane : public CapturePane
{
    Q_OBJECT
public:
    enum Page { Judged, Request, Response, Body, Proxy };
    static constexpr std::uint64_t maxBody = 1024 * 1024;

    explicit HandshakePane(QWidget *parent = nullptr);

    void setReveal(bool reveal);
    void setCurrentPage(int page);

Q_SIGNALS:
    void revealChanged(bool reveal);
    /// A person wants to follow the redirect of this connection.
    void redirectRequested(framescope::ConnectionId id, const QString &url);
    /// A person wants to give what a 401 (or, of a proxy, 407) asks for.
    void authorizationRequested(bool ofProxy);

protected:
    void refresh() override;
    void captureChanged() override { m_rows.setCapture(capture()); }

private:
    QByteArray head(std::optional<RowIndex> row);
    void showHeads();
    void showOffer(const HandshakeFacts &facts);
    static QString proxyText(const HandshakeFacts &facts);
    QString body(const ConnectionRows::Places &places);

    ConnectionRows m_rows;
    QByteArray m_requestHead;
    std::optional<QByteArray> m_responseHead;
    bool m_reveal = false;
    QStackedWidget *m_pages;
    QTabBar *m_tabs;
    QToolButton *m_revealButton;
    FieldTree *m_tree;
    QPlainTextEdit *m_request;
    QPlainTextEdit *m_response;
    QPlainTextEdit *m_body;
    QPlainTextEdit *m_proxy;
    QWidget *m_offer;
    QLabel *m_offerText;
    QPushButton *m_offerButton;
};

} // namespace framescope::ui
