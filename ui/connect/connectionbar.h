#pragma once

#include "core/net/session.h"
#include "core/net/settings.h"
#include "core/ws/inflater.h"
#include "ui/support/messagebar.h"

#include <QWidget>

#include <optional>

class QPushButton;
class QToolButton;

namespace framescope::ui
{

class ListStore;
class OptionsDialog;
class UrlEdit;

/// The top line of the window: where to connect and how, and whether it is recorded.
/// Everything can be edited while connected; it counts on the next connect.
class ConnectionBar : public QWidget
{
    Q_OBJECT
public:
    /// Lifetime: the history outlives the bar.
    explicit ConnectionBar(ListStore &history, QWidget *parent = nullptr);

    /// URL and options together, as the next connect will use them.
    net::ConnectionSettings settings() const;
    void setSettings(const net::ConnectionSettings &settings);
    void setUrl(const QString &url);
    /// Of the program; the options show them, and inflateLimitsChosen() tells what they were set to.
    void setInflateLimits(const ws::InflateLimits &limits) { m_inflateLimits = limits; }

    /// The connection that is looked at, and its address. While that is what the field says, or the field is empty, the
    /// main button is about that connection: Cancel while it is made, Disconnect, Connect (again). With another address
    /// in the field the button connects to it.
    void setState(net::State state, const QString &url = {});
    /// The same, with what the lock tells of its encryption; nothing: none is looked at. Where it is one of several the
    /// button that ends it says which.
    void setStatus(const std::optional<net::Status> &status, const QString &url, bool oneOfSeveral = false);
    QString url() const;
    /// The recording light; `where` names the file for its tool tip.
    void setRecording(bool recording, const QString &where);
    bool isFrozen() const;
    /// `newRows`: how many came since the view was frozen, shown on the button; 0 for none.
    void setFrozen(bool frozen, quint64 newRows = 0);

public Q_SLOTS:
    void focusUrl();
    /// The same as Enter in the URL field: emits connectRequested(), or noticeRaised() with why not.
    void requestConnect();
    void openOptions();
    /// The options at what a 401 or, of a proxy, 407 asks for.
    void openAuthorization(bool ofProxy);
    void toggleFrozen();

Q_SIGNALS:
    /// The options are about to be shown; what they are made of may be set now.
    void optionsOpening();
    void inflateLimitsChosen(const framescope::ws::InflateLimits &limits);
    void connectRequested(const framescope::net::ConnectionSettings &settings);
    void disconnectRequested();
    void demoRequested();
    void newCaptureRequested();
    void freezeToggled(bool frozen);
    /// The recording button was pressed; a menu belongs at this global position.
    void captureMenuRequested(const QPoint &position);
    /// Something to say in the message bar.
    void noticeRaised(const framescope::ui::Message &message);

protected:
    void changeEvent(QEvent *event) override;

private:
    OptionsDialog *makeDialog();
    void takeCurl(const QString &command);
    void startAfresh();
    void showOptionsCount();
    static QString endText(const QString &number);
    void showState();
    void showFrozen();
    void takePalette();

    net::ConnectionSettings m_settings;
    ws::InflateLimits m_inflateLimits;
    net::State m_state = net::State::Closed;
    QString m_stateUrl; ///< of the connection the state is of
    QString m_number;   ///< of that connection, where it is one of several
    bool buttonEnds() const;
    bool m_recording = false;
    quint64 m_newRows = 0;
    UrlEdit *m_url = nullptr;
    QToolButton *m_new = nullptr;
    QPushButton *m_options = nullptr;
    QPushButton *m_connect = nullptr;
    QPushButton *m_record = nullptr;
    QPushButton *m_freeze = nullptr;
};

} // namespace framescope::ui
