#pragma once

#include "core/base/ids.h"
#include "core/craft/framespec.h"
#include "core/net/settings.h"
#include "core/ws/role.h"
#include "ui/compose/recall.h"

#include <QWidget>

#include <optional>

class QLabel;
class QPushButton;
class QSplitter;
class QStackedWidget;
class QTabBar;
class QTimer;

namespace framescope::ui
{

class CloseFields;
class FindingsView;
class FrameFieldsEditor;
class HistoryEdit;
class PayloadEditor;
class WireLine;

/// Describes any frame, legal or not, shows its exact octets and what a receiver will say of them, and sends those
/// octets as they are. A second tab takes raw octets that need not be a frame at all.
class Composer : public QWidget
{
    Q_OBJECT
public:
    /// Payloads over this are judged a moment after the last change, not with each key.
    static constexpr qsizetype judgeAtOnce = 64 * 1024;
    /// Payloads over this are compressed on another thread, and only when they are sent.
    static constexpr quint64 deflateAtOnce = 256 * 1024;

    explicit Composer(QWidget *parent = nullptr);
    ~Composer() override;

    /// Whether there is a connection to send on; when not, `why` stands under Send.
    void setTargetAvailable(bool available, const QString &why = {});
    /// The same with the connection's number, for target(); where it is one of several Send says which.
    void setTarget(std::optional<ConnectionId> target, const QString &why = {}, bool oneOfSeveral = false);
    /// Where what sendRequested() gives is to go, as the composer shows it.
    std::optional<ConnectionId> target() const { return m_target; }
    /// What the connection agreed on, and how the options want messages compressed: Compress is set by it beforehand.
    /// `sending` is how our end compresses there.
    void setAgreement(const ws::Agreement &agreement, const net::DeflateSettings &settings = {},
                      const ws::DeflateSide &sending = {});
    /// As which end the frame is sent, for judging (a client masks, a server does not).
    void setRole(ws::Role role);

    craft::FrameSpec frame() const;
    /// "Open in composer": shows the frame and its payload.
    void setFrame(const craft::FrameSpec &spec);
    void focusPayload();
    /// Of the splitter between fields and payload.
    QByteArray saveState() const;
    void restoreState(const QByteArray &state);

public Q_SLOTS:
    /// Sends what the tab in front shows; does nothing while Send is off. A large payload is compressed first, which
    /// takes its time; Send is off meanwhile.
    void send();

Q_SIGNALS:
    void sendRequested(const QByteArray &wire);

private:
    struct SentFrame {
        craft::FrameSpec spec;
        int payloadMode = 0;
        QString filePath;
    };

    void buildFrameTab();
    void buildRawTab();
    void refresh();
    void showWire();
    void refreshRaw();
    void judge();
    void showSendState();
    QString whyNot() const;
    QString whyUnavailable() const;
    void fillPayloadFromClose();
    void sendFrame();
    void sendRaw();
    SentFrame current() const;
    void recall(bool older);
    void recallRaw(bool older);

    bool compressByDefault(const craft::FrameSpec &spec) const;
    craft::Deflating deflating() const;
    QByteArray wirePayload(craft::FrameSpec spec);
    void deflateAndSend();
    void sendDeflated(const Result<QByteArray> &wire, const SentFrame &frame, std::optional<ConnectionId> target);
    void sent(const QByteArray &wire, const SentFrame &frame);

    ws::Role m_role = ws::Role::Client;
    ws::Agreement m_agreement;
    ws::DeflateSide m_sending;
    net::DeflateSettings m_deflate;
    QByteArray m_plain, m_deflated; ///< the payload last compressed and what became of it: typing asks often
    craft::Deflating m_how;         ///< of m_deflated
    QString m_notSent;              ///< why the last one was not; until something is edited or sent
    bool m_working = false;         ///< a payload is compressed for sending
    bool m_available = false;
    std::optional<ConnectionId> m_target;
    QString m_targetText; ///< which of several it is
    QString m_whyUnavailable;
    ws::MaskKey m_randomKey; ///< of the next frame, so that what is shown is what is sent
    Recall<SentFrame> m_sent;
    Recall<QString> m_sentRaw;
    bool m_filling = false;

    QSplitter *m_splitter = nullptr;
    QTabBar *m_tabs = nullptr;
    QStackedWidget *m_left = nullptr;
    QStackedWidget *m_right = nullptr;
    FrameFieldsEditor *m_fields = nullptr;
    WireLine *m_wire = nullptr;
    FindingsView *m_findings = nullptr;
    CloseFields *m_close = nullptr;
    PayloadEditor *m_payload = nullptr;
    HistoryEdit *m_raw = nullptr;
    QLabel *m_rawStatus = nullptr;
    QPushButton *m_send = nullptr;
    QPushButton *m_sendRaw = nullptr;
    QLabel *m_reason = nullptr;
    QLabel *m_rawReason = nullptr;
    QTimer *m_later = nullptr;
};

} // namespace framescope::ui
