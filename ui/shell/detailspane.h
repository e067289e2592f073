#pragma once

#include "core/capture/capture.h"
#include "core/filter/findpattern.h"

#include <QWidget>

#include <memory>
#include <optional>

class QSplitter;
class QStackedWidget;
class QTabBar;

namespace framescope::ui
{

class ConnectionPane;
class FramePane;
class HandshakePane;
class MessageFrames;
class MessagePane;
class PayloadPane;

/// What is known of the selected row: at the left its header, message, handshake and connection, at the right its
/// payload. Links the header's fields with the octets of the hex view, both ways.
class DetailsPane : public QWidget
{
    Q_OBJECT
public:
    explicit DetailsPane(QWidget *parent = nullptr);
    ~DetailsPane() override;

    void setCapture(const capture::Capture *capture);
    void showRow(std::optional<RowIndex> row);
    /// What is selected in the list: the first rows of it, in order, and how many there are.
    void setSelection(std::vector<RowIndex> first, std::uint64_t count);
    /// The connection whose handshake and facts are shown while there is no row.
    void setConnection(std::optional<ConnectionId> connection);

    QByteArray saveState() const;
    void restoreState(const QByteArray &state);
    void focusHeader();
    void focusPayload();
    /// The payload as it is looked at, where the keyboard is in it; nullptr else.
    PayloadPane *focusedPayload() const;
    /// Marks octets of what the row carries in the payload's views, where the match of a search lies.
    void selectContent(quint64 from, quint64 count, bool inMessage = false);
    /// What is looked for in all rows: the payload's views mark all of it.
    void setSearched(const std::optional<filter::FindPattern> &pattern);
    void showHandshake();
    void showConnection();
    /// Whether secrets are shown, in all panes.
    void setReveal(bool reveal);
    /// More of a message was inflated: reads the row anew.
    void reloadMessage();
    /// What people noted of the row has changed.
    void reloadNotes();

    /// More of the row's message may have come: shows it, and leaves alone what did not change. For a timer.
    void poll();

Q_SIGNALS:
    /// Secrets are to be shown, or hidden again; wherever there are some.
    void revealChanged(bool reveal);
    /// A person asks for another row (a fragment of the message).
    void rowActivated(framescope::RowIndex row);
    void redirectRequested(framescope::ConnectionId id, const QString &url);
    void authorizationRequested(bool ofProxy);
    void continueInflatingRequested(framescope::RowIndex row);
    /// Rows like this are to be shown alone, or hidden; the text is a display filter.
    void filterRequested(const QString &filter, bool hide);

private:
    void nameTabs();

    const capture::Capture *m_capture = nullptr;
    std::optional<RowIndex> m_row;
    std::shared_ptr<MessageFrames> m_frames; ///< of its message
    std::optional<ConnectionId> m_chosen;
    std::uint64_t m_rowsRead = 0; ///< rows there were when the chosen connection was read
    void pollConnection();
    void chooseTab();
    bool m_binary = false;                                                ///< the kind of row whose tab is shown
    bool m_keepsTab = false;                                              ///< it is neither text nor hex
    QString m_tabOf[2] = {QStringLiteral("text"), QStringLiteral("hex")}; ///< last chosen for others, for binary
    bool m_reveal = false;
    QSplitter *m_splitter;
    QTabBar *m_tabs;
    QStackedWidget *m_pages;
    FramePane *m_frame;
    MessagePane *m_message;
    HandshakePane *m_handshake;
    ConnectionPane *m_connection;
    PayloadPane *m_payload;
};

} // namespace framescope::ui
