#pragma once

#include "core/base/ids.h"
#include "core/capture/inflated.h"
#include "ui/payload/rowsource.h"

#include <QWidget>

#include <functional>
#include <memory>
#include <optional>

class QLabel;
class QPushButton;
class QStackedWidget;
class QTabBar;
class QToolButton;

namespace framescope::ui
{

class HexView;
class JsonPane;
class TextPane;

/// What a row carries, as text, JSON tree and hexadecimal.
/// Lifetime: the capture outlives the pane or is taken out with setCapture(nullptr).
class PayloadPane : public QWidget
{
    Q_OBJECT
public:
    enum Tab { Text, Json, Hex };

    explicit PayloadPane(QWidget *parent = nullptr);
    ~PayloadPane() override;

    void setCapture(const capture::Capture *capture);
    void showRow(std::optional<RowIndex> row);
    /// Text and JSON show all fragments of the row's message, joined, instead of this frame alone.
    void setWholeMessage(bool whole);
    /// Which octets are shown, of this frame or of its compressed message. Text and JSON know unmasked and inflated.
    void setView(PayloadView view);
    /// Whether the secrets of a head are shown.
    void setReveal(bool reveal);
    /// Reads the row anew, for instance when more of its message was inflated.
    void reload();
    /// Shows what came of the row's message since, and leaves alone what did not change; whether anything came. For a
    /// timer.
    bool poll();
    /// Frames octets of the row, counted from its first on the wire, in the hex view; without a signal.
    void selectBytes(quint64 from, quint64 count);
    int currentTab() const;
    void setCurrentTab(int tab);

Q_SIGNALS:
    void revealChanged(bool reveal);
    /// Octets from the first of the row on the wire.
    void bytesSelected(quint64 from, quint64 count);
    /// For remembering.
    void currentTabChanged(int tab);

protected:
    void changeEvent(QEvent *event) override;

private:
    void refresh();
    void refreshStrip();
    void showText();
    void showJson();
    void showHex();
    bool hasWholeMessage() const;
    /// The row's message is compressed and there is something to show of what it inflates to.
    bool canInflate() const;
    bool showsInflated() const;
    /// More octets of what is shown may come.
    bool goesOn() const;
    PayloadView view() const { return canInflate() ? m_compressedView : m_view; }
    QString inflatedNote() const;
    QString rsv1Note() const;
    std::uint64_t contentSize() const;
    /// Reads what is shown, on any thread; with a reader of its own.
    std::function<QByteArray(std::uint64_t from, std::uint64_t count)> contentReader() const;
    std::uint64_t headerSize() const;
    void goToPayloadByte(std::uint64_t offset, std::uint64_t count);
    void readHead();

    const capture::Capture *m_capture = nullptr;
    std::unique_ptr<capture::CaptureReader> m_reader;
    std::optional<RowIndex> m_row;
    std::unique_ptr<RowFacts> m_facts;
    QByteArray m_head; ///< of a handshake row, secrets hidden unless revealed
    std::uint64_t m_messageSize = 0;
    std::uint64_t m_seenRows = 0;         ///< of the capture, when it was looked at last
    std::shared_ptr<RowSource> m_message; ///< of the hex view, while it shows an inflated message
    PayloadView m_view = PayloadView::Wire;
    PayloadView m_compressedView = PayloadView::Inflated; ///< of rows in a compressed message
    capture::Inflated m_inflated;
    bool m_whole = false;
    bool m_reveal = false;
    bool m_hasSecrets = false;
    bool m_stale[3] = {true, true, true};

    QTabBar *m_tabs;
    QToolButton *m_wholeButton;
    QToolButton *m_revealButton;
    QToolButton *m_viewButton;
    QLabel *m_note;
    QStackedWidget *m_stack;
    QLabel *m_empty;
    TextPane *m_text;
    JsonPane *m_json;
    HexView *m_hex;
};

} // namespace framescope::ui
