"""A person with a browser: the hub's forms and cookies, their server's API, their kernel's channel."""

import asyncio
import json
import uuid
from typing import Any

import aiohttp
from yarl import URL


class Person:
    """One account in one browser session."""

    def __init__(self, hub: str, name: str, password: str) -> None:
        self.hub, self.name, self.password = hub, name, password
        self.home = f"{hub}/user/{name}/"
        self.seen: dict[str, Any] = {}
        self.kernel = ""

    async def enter(self) -> None:
        """Sign in, start the server, wait for it, and come in by the hub's OAuth."""
        jar = aiohttp.CookieJar(unsafe=True)  # cookies of an address without a name
        # A browser sends again what it had sent down a connection that the proxy was just closing; aiohttp gives up.
        connector = aiohttp.TCPConnector(force_close=True)
        self.session = aiohttp.ClientSession(
            cookie_jar=jar, connector=connector, timeout=aiohttp.ClientTimeout(total=300)
        )
        await self._hub_is_up()
        form = {"username": self.name, "password": self.password, "_xsrf": self._xsrf("/hub/")}
        async with self.session.post(f"{self.hub}/hub/login", data=form) as answer:
            answer.raise_for_status()
        async with self.session.get(f"{self.hub}/hub/spawn") as answer:
            answer.raise_for_status()
        await self._server_is_up()
        # A page that has to be signed in for, whether it exists or not: the way leads over the hub.
        async with self.session.get(f"{self.home}files/nothing") as answer:
            assert answer.url.path.startswith(f"/user/{self.name}/"), answer.url
        assert await self.status(f"/user/{self.name}/api/contents") == 200

    async def leave(self) -> None:
        """Close the browser."""
        if hasattr(self, "session"):
            await self.session.close()

    async def status(self, path: str) -> int:
        """What the hub answers to this person for a path."""
        async with self.session.get(self.hub + path) as answer:
            return answer.status

    async def post(self, path: str, fields: dict[str, str]) -> Any:
        """What nbgrader's extensions answer."""
        headers = {"X-XSRFToken": self._xsrf(f"/user/{self.name}/")}
        async with self.session.post(self.home + path, data=fields, headers=headers) as answer:
            text = await answer.text()
            assert answer.status == 200, (self.name, path, answer.status, text[:500])
            return json.loads(text)

    async def notebook(self, path: str) -> Any:
        """A notebook, read from the server."""
        async with self.session.get(f"{self.home}api/contents/{path}") as answer:
            assert answer.status == 200, (self.name, path, await answer.text())
            return (await answer.json())["content"]

    async def save(self, path: str, book: Any) -> None:
        """Save a notebook as Lab does."""
        headers = {"X-XSRFToken": self._xsrf(f"/user/{self.name}/")}
        body = {"type": "notebook", "format": "json", "content": book}
        async with self.session.put(f"{self.home}api/contents/{path}", json=body, headers=headers) as answer:
            assert answer.status == 200, await answer.text()

    async def run_notebook(self, book: Any) -> list[str]:
        """Run all code cells in one kernel, keep their outputs; returns the names of the errors."""
        errors = []
        for number, cell in enumerate((cell for cell in book["cells"] if cell["cell_type"] == "code"), 1):
            cell["outputs"], cell["execution_count"] = await self._run(cell["source"]), number
            errors += [output["ename"] for output in cell["outputs"] if output["output_type"] == "error"]
        return errors

    async def execute(self, code: str) -> str:
        """What code prints in the kernel; an error in it fails the test."""
        outputs = await self._run(code)
        errors = [output for output in outputs if output["output_type"] == "error"]
        assert not errors, (self.name, errors)
        return "".join(output.get("text", "") for output in outputs if output.get("name") == "stdout")

    async def _run(self, code: str) -> list[dict[str, Any]]:
        if not self.kernel:
            headers = {"X-XSRFToken": self._xsrf(f"/user/{self.name}/")}
            async with self.session.post(f"{self.home}api/kernels", json={}, headers=headers) as answer:
                assert answer.status == 201, await answer.text()
                self.kernel = (await answer.json())["id"]
        ident, outputs = uuid.uuid4().hex, []
        message = {
            "channel": "shell",
            "header": {
                "msg_id": ident,
                "msg_type": "execute_request",
                "username": "",
                "session": ident,
                "version": "5.3",
            },
            "parent_header": {},
            "metadata": {},
            "content": {"code": code, "silent": False, "store_history": True, "allow_stdin": False},
        }
        url = f"{self.home}api/kernels/{self.kernel}/channels"
        async with self.session.ws_connect(url, max_msg_size=0) as channel:
            await channel.send_json(message)
            async for frame in channel:
                said = json.loads(frame.data)
                if said.get("parent_header", {}).get("msg_id") != ident or said["channel"] != "iopub":
                    continue
                kind, content = said["msg_type"], said["content"]
                if kind == "status" and content["execution_state"] == "idle":
                    return outputs
                if kind in ("stream", "error", "execute_result", "display_data"):
                    outputs.append({"output_type": kind, **content})
        raise AssertionError(f"{self.name}'s kernel hung up")

    def _xsrf(self, path: str) -> str:
        return self.session.cookie_jar.filter_cookies(URL(self.hub + path))["_xsrf"].value

    async def _hub_is_up(self) -> None:
        while True:
            try:
                async with self.session.get(f"{self.hub}/hub/login") as answer:
                    if answer.status == 200:
                        return
            except aiohttp.ClientConnectionError:
                pass
            await asyncio.sleep(0.5)

    async def _server_is_up(self) -> None:
        url, headers = f"{self.hub}/hub/api/users/{self.name}", {"X-XSRFToken": self._xsrf("/hub/")}
        while True:
            async with self.session.get(url, headers=headers) as answer:
                assert answer.status == 200, await answer.text()
                server = (await answer.json())["servers"].get("")
            assert server, f"{self.name}'s server did not start: see hub.log"
            if server["ready"]:
                return
            await asyncio.sleep(1.5)
