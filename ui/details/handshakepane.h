#pragma once

#include "ui/details/connectionrows.h"

#include <QWidget>

#include <memory>

class QLabel;
class QPlainTextEdit;
class QStackedWidget;
class QTabBar;
class QToolButton;

namespace framescope::capture
{
class Capture;
class CaptureReader;
} // namespace framescope::capture

namespace framescope::ui
{

class FieldTree;

/// The Handshake pane: the row's connection's request and response, judged and raw, and the body of a refusal.
/// Lifetime: the capture outlives the pane or is taken out with setCapture(nullptr).
class HandshakePane : public QWidget
{
    Q_OBJECT
public:
    enum Page { Judged, Request, Response, Body };
    static constexpr std::uint64_t maxBody = 1024 * 1024;

    explicit HandshakePane(QWidget *parent = nullptr);
    ~HandshakePane() override;

    void setCapture(const capture::Capture *capture);
    void showRow(std::optional<RowIndex> row);
    void setReveal(bool reveal);
    void setCurrentPage(int page);

protected:
    void showEvent(QShowEvent *event) override;

private:
    void refresh();
    QByteArray head(std::optional<RowIndex> row);
    QByteArray body(const ConnectionRows::Places &places, QString &cut);

    const capture::Capture *m_capture = nullptr;
    std::unique_ptr<capture::CaptureReader> m_reader;
    ConnectionRows m_rows;
    std::optional<ConnectionId> m_id;
    bool m_reveal = false;
    QStackedWidget *m_stack;
    QStackedWidget *m_pages;
    QLabel *m_empty;
    QTabBar *m_tabs;
    QToolButton *m_revealButton;
    FieldTree *m_tree;
    QPlainTextEdit *m_request;
    QPlainTextEdit *m_response;
    QPlainTextEdit *m_body;
};

} // namespace framescope::ui
